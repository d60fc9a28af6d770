/** Our own version: that of the packages. */
export const VERSION = '0.1.0';
