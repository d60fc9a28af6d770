@rem "npm start" runs "exec node ...": on Unix the shell thereby steps aside, so that a SIGTERM to npm reaches the
@rem server. The shell of Windows knows no exec; it finds this file instead, which runs what it is given.
@%*
