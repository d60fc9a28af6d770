import { distance, EARTH_RADIUS_METERS, latitudeDistance, toDegrees, toRadians } from './distance.ts';
import { cosine } from './trigonometry.ts';

/** The rectangle that a shape lies in, in degrees; its longitudes may lie beyond 180. */
export interface Bounds {
  readonly minLongitude: number;
  readonly maxLongitude: number;
  readonly minLatitude: number;
  readonly maxLatitude: number;
}

/** What places are searched in. */
export interface GeoShape {
  /** From where distances are measured, in degrees. */
  readonly longitude: number;
  readonly latitude: number;
  readonly bounds: Bounds;
  /** Metres from the centre to what is farthest from it. */
  readonly reach: number;
  /** Metres from the centre to a place if that is inside, or a negative number. */
  distanceInside(longitude: number, latitude: number): number;
}

const OUTSIDE = -1;

export class GeoCircle implements GeoShape {
  readonly longitude: number;
  readonly latitude: number;
  readonly bounds: Bounds;
  readonly reach: number;

  /** @param radius metres */
  constructor(longitude: number, latitude: number, radius: number) {
    this.longitude = longitude;
    this.latitude = latitude;
    this.bounds = boundsAround(longitude, latitude, radius, radius);
    this.reach = radius;
  }

  distanceInside(longitude: number, latitude: number): number {
    const found = distance(this.longitude, this.latitude, longitude, latitude);
    return found > this.reach ? OUTSIDE : found;
  }
}

/** A box whose sides are meridians and parallels. */
export class GeoBox implements GeoShape {
  readonly longitude: number;
  readonly latitude: number;
  readonly bounds: Bounds;
  readonly reach: number;
  readonly #width: number;
  readonly #height: number;

  /** @param width metres @param height metres */
  constructor(longitude: number, latitude: number, width: number, height: number) {
    this.longitude = longitude;
    this.latitude = latitude;
    this.#width = width;
    this.#height = height;
    this.bounds = boundsAround(longitude, latitude, width / 2, height / 2);
    this.reach = Math.sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2));
  }

  distanceInside(longitude: number, latitude: number): number {
    if (latitudeDistance(latitude, this.latitude) > this.#height / 2) return OUTSIDE;
    if (distance(longitude, latitude, this.longitude, latitude) > this.#width / 2) return OUTSIDE;
    return distance(this.longitude, this.latitude, longitude, latitude);
  }
}

/** A polygon on the map: its sides are straight where longitude and latitude are the axes. Where it crosses itself, it has holes. */
export class GeoPolygon implements GeoShape {
  readonly longitude: number;
  readonly latitude: number;
  readonly bounds: Bounds;
  readonly reach: number;
  readonly #longitudes: readonly number[];
  readonly #latitudes: readonly number[];

  /** At least three corners. */
  constructor(longitudes: readonly number[], latitudes: readonly number[]) {
    this.#longitudes = longitudes;
    this.#latitudes = latitudes;
    this.bounds = {
      minLongitude: smallest(longitudes),
      maxLongitude: -smallest(longitudes.map((degrees) => -degrees)),
      minLatitude: smallest(latitudes),
      maxLatitude: -smallest(latitudes.map((degrees) => -degrees)),
    };
    // The centre is the mean of the corners as points in space.
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = 0; i < longitudes.length; i++) {
      const lambda = toRadians(longitudes[i]);
      const phi = toRadians(latitudes[i]);
      x += Math.cos(phi) * Math.cos(lambda);
      y += Math.cos(phi) * Math.sin(lambda);
      z += Math.sin(phi);
    }
    this.longitude = toDegrees(Math.atan2(y, x));
    this.latitude = toDegrees(Math.atan2(z, Math.hypot(x, y)));
    let reach = 0;
    for (let i = 0; i < longitudes.length; i++) {
      reach = Math.max(reach, distance(this.longitude, this.latitude, longitudes[i], latitudes[i]));
    }
    this.reach = reach;
  }

  distanceInside(longitude: number, latitude: number): number {
    const longitudes = this.#longitudes;
    const latitudes = this.#latitudes;
    // How many sides does a ray to the east cross?
    let inside = false;
    for (let i = 0, j = longitudes.length - 1; i < longitudes.length; j = i++) {
      if (latitudes[i] > latitude === latitudes[j] > latitude) continue;
      const part = (latitude - latitudes[i]) / (latitudes[j] - latitudes[i]);
      if (longitude < longitudes[i] + part * (longitudes[j] - longitudes[i])) inside = !inside;
    }
    return inside ? distance(this.longitude, this.latitude, longitude, latitude) : OUTSIDE;
  }
}

/** There may be more of them than a function takes arguments. */
function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value));
}

/** Bounds of what reaches so many metres from a centre. Meridians meet towards the poles: the wider edge counts. */
function boundsAround(longitude: number, latitude: number, halfWidth: number, halfHeight: number): Bounds {
  const latitudeDelta = toDegrees(halfHeight / EARTH_RADIUS_METERS);
  const edge = latitude < 0 ? latitude - latitudeDelta : latitude + latitudeDelta;
  const longitudeDelta = toDegrees(halfWidth / EARTH_RADIUS_METERS / cosineOfAny(toRadians(edge)));
  return {
    minLongitude: longitude - longitudeDelta,
    maxLongitude: longitude + longitudeDelta,
    minLatitude: latitude - latitudeDelta,
    maxLatitude: latitude + latitudeDelta,
  };
}

/** An edge may lie beyond a pole. */
function cosineOfAny(angle: number): number {
  return Math.abs(angle) <= Math.PI / 2 ? cosine(angle) : Math.cos(angle);
}
