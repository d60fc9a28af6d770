import { decodePlace, GeoBox, GeoCircle, GeoPolygon, type GeoShape, place } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { sortedSet } from '../sorted-set/open-sorted-set.ts';
import { double, longitudeAndLatitude, unit } from './geo-arguments.ts';

const needRadius = new CommandError('ERR need numeric radius');
const needWidth = new CommandError('ERR need numeric width');
const needHeight = new CommandError('ERR need numeric height');
const negativeRadius = new CommandError('ERR radius cannot be negative');
const negativeBox = new CommandError('ERR height or width cannot be negative');
const noSuchMember = new CommandError('ERR could not decode requested zset member');
const countTooSmall = new CommandError('ERR COUNT must be > 0');
const anyWithoutCount = new CommandError('ERR the ANY argument requires COUNT argument');
const tooFewVertices = new CommandError('ERR GEOSEARCH BYPOLYGON must have at least 3 vertices');

/** How a command of the family is written. */
export interface SearchForm {
  /** The argument that names the sorted set. */
  readonly source: number;
  /** What follows it: the centre, a radius and its unit, or options only. */
  readonly begins: 'place' | 'member' | 'options';
  /** Options for another key, the result then goes there. */
  readonly stores: 'never' | 'by option' | 'always';
}

export type Order = 'none' | 'asc' | 'desc';

interface Place {
  longitude: number;
  latitude: number;
}

/** What a command of the family asks for. */
export class SearchOptions {
  withDistance = false;
  withHash = false;
  withPlace = false;
  order: Order = 'none';
  /** 0: all. */
  count = 0;
  /** Any so many will do, the first that are found. */
  any = false;
  /** The argument that names the key for the result, or 0. */
  target = 0;
  /** The result's scores are distances. */
  storesDistances = false;
  /** Metres of the unit. */
  unit = 1;
  readonly #form: SearchForm;
  readonly #isThere: boolean;
  #center: Place = { longitude: 0, latitude: 0 };
  #centerBy: 'member' | 'place' | undefined;
  /** Makes the shape around the centre, which may be given later. */
  #makeShape: ((center: Place) => GeoShape) | undefined;
  #shapeBy: 'radius' | 'box' | 'polygon' | undefined;

  /** @param isThere whether the sorted set is there, and open */
  constructor(form: SearchForm, isThere: boolean) {
    this.#form = form;
    this.#isThere = isThere;
  }

  /** Reads all arguments. @throws what is wrong with them, in Redis's order */
  read(ctx: Context): void {
    const { begins, stores, source } = this.#form;
    let index = source + 1;
    if (stores === 'always') this.target = 1;
    if (begins === 'place') {
      this.#center = longitudeAndLatitude(ctx, index);
      this.#readRadius(ctx, index + 2);
      index += 4;
    } else if (begins === 'member') {
      // As in Redis, nobody looks at the radius around a member of nothing.
      if (this.#isThere) {
        this.#center = placeOfMember(ctx, index);
        this.#readRadius(ctx, index + 1);
      }
      index += 3;
    }
    while (index < ctx.argc) index += this.#readOption(ctx, index);
    this.#check(ctx);
  }

  /** What to search in, where the sorted set is there. */
  shape(): GeoShape {
    return this.#makeShape!(this.#center);
  }

  /** @returns how many arguments the option takes */
  #readOption(ctx: Context, index: number): number {
    const { begins, stores } = this.#form;
    const rest = ctx.argc - index - 1;
    if (ctx.is(index, 'withdist')) this.withDistance = true;
    else if (ctx.is(index, 'withhash')) this.withHash = true;
    else if (ctx.is(index, 'withcoord')) this.withPlace = true;
    else if (ctx.is(index, 'any')) this.any = true;
    else if (ctx.is(index, 'asc')) this.order = 'asc';
    else if (ctx.is(index, 'desc')) this.order = 'desc';
    else if (rest >= 1 && ctx.is(index, 'count')) {
      this.count = ctx.integer(index + 1);
      if (this.count <= 0) throw countTooSmall;
      return 2;
    } else if (begins === 'options') return this.#readCenterOrShape(ctx, index, rest);
    else if (stores === 'by option' && rest >= 1 && (ctx.is(index, 'store') || ctx.is(index, 'storedist'))) {
      this.target = index + 1;
      this.storesDistances = ctx.is(index, 'storedist');
      return 2;
    } else throw errors.syntax;
    return 1;
  }

  /** The options that only GEOSEARCH and GEOSEARCHSTORE have. */
  #readCenterOrShape(ctx: Context, index: number, rest: number): number {
    const centerBy = this.#centerBy;
    const shapeBy = this.#shapeBy;
    if (this.#form.stores === 'always' && ctx.is(index, 'storedist')) {
      this.storesDistances = true;
      return 1;
    }
    if (rest >= 1 && centerBy !== 'place' && shapeBy !== 'polygon' && ctx.is(index, 'frommember')) {
      if (this.#isThere) this.#center = placeOfMember(ctx, index + 1);
      this.#centerBy = 'member';
      return 2;
    }
    if (rest >= 2 && centerBy !== 'member' && shapeBy !== 'polygon' && ctx.is(index, 'fromlonlat')) {
      this.#center = longitudeAndLatitude(ctx, index + 1);
      this.#centerBy = 'place';
      return 3;
    }
    if (rest >= 2 && (shapeBy === undefined || shapeBy === 'radius') && ctx.is(index, 'byradius')) {
      this.#readRadius(ctx, index + 1);
      return 3;
    }
    if (rest >= 3 && (shapeBy === undefined || shapeBy === 'box') && ctx.is(index, 'bybox')) {
      this.#readBox(ctx, index + 1);
      return 4;
    }
    if (rest >= 1 && shapeBy === undefined && centerBy === undefined && ctx.is(index, 'bypolygon')) {
      return 2 + this.#readPolygon(ctx, index + 1);
    }
    throw errors.syntax;
  }

  #readRadius(ctx: Context, index: number): void {
    const radius = double(ctx, index, needRadius);
    if (radius < 0) throw negativeRadius;
    const meters = unit(ctx, index + 1);
    this.unit = meters;
    this.#shapeBy = 'radius';
    this.#makeShape = (center) => new GeoCircle(center.longitude, center.latitude, radius * meters);
  }

  #readBox(ctx: Context, index: number): void {
    const width = double(ctx, index, needWidth);
    const height = double(ctx, index + 1, needHeight);
    if (width < 0 || height < 0) throw negativeBox;
    const meters = unit(ctx, index + 2);
    this.unit = meters;
    this.#shapeBy = 'box';
    this.#makeShape = (center) => new GeoBox(center.longitude, center.latitude, width * meters, height * meters);
  }

  /** @returns how many arguments the corners take */
  #readPolygon(ctx: Context, index: number): number {
    const corners = ctx.integer(index);
    if (corners < 3 || index + 2 * corners >= ctx.argc) throw tooFewVertices;
    const longitudes: number[] = [];
    const latitudes: number[] = [];
    for (let i = 0; i < corners; i++) {
      const { longitude, latitude } = longitudeAndLatitude(ctx, index + 1 + 2 * i);
      longitudes.push(longitude);
      latitudes.push(latitude);
    }
    this.#shapeBy = 'polygon';
    this.#makeShape = () => new GeoPolygon(longitudes, latitudes);
    return 2 * corners;
  }

  #check(ctx: Context): void {
    const { begins, stores } = this.#form;
    if (this.target !== 0 && (this.withDistance || this.withHash || this.withPlace)) {
      const what = stores === 'always' ? 'GEOSEARCHSTORE' : 'STORE option in GEORADIUS';
      throw new CommandError(`ERR ${what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`);
    }
    if (begins === 'options') {
      if (this.#centerBy === undefined && this.#shapeBy !== 'polygon') {
        throw exactlyOne('FROMMEMBER or FROMLONLAT', ctx);
      }
      if (this.#shapeBy === undefined) throw exactlyOne('BYRADIUS and BYBOX', ctx);
    }
    if (this.any && this.count === 0) throw anyWithoutCount;
  }
}

function exactlyOne(what: string, ctx: Context): CommandError {
  return new CommandError(`ERR exactly one of ${what} can be specified for ${ctx.quoted(0)}`);
}

function placeOfMember(ctx: Context, index: number): Place {
  const { bytes, starts, ends } = ctx.args;
  if (!sortedSet.find(bytes, starts[index], ends[index])) throw noSuchMember;
  decodePlace(sortedSet.score);
  return { longitude: place.longitude, latitude: place.latitude };
}
