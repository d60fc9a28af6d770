/** Our own version: that of the packages. */
export const RESPITE_VERSION = '0.1.0';

/** The version of Redis whose behaviour is the measure; clients read it to know what they may use. */
export const REDIS_VERSION = '7.2.6';
