/** The case files of other packages are read with the library that this one has. */
export { parse } from 'yaml';
