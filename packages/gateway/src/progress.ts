import { fields, type Id, type Limits, type Notification, type Request, readId } from '@ostiary/core-engine';

/** The token under which a request wants to hear of progress (`params._meta.progressToken`), if it has a usable one. */
export function progressToken({ bytes, params }: Request, limits: Limits): Id | undefined {
  const meta = params?.get('_meta');
  const token = meta && fields(bytes, meta)?.get('progressToken');
  return token && readId(bytes, token, limits);
}

/** The token that a `notifications/progress` is about. */
export function reportedToken({ bytes, params }: Notification, limits: Limits): Id | undefined {
  const token = params?.get('progressToken');
  return token && readId(bytes, token, limits);
}
