/** A part of an area, in the unit of the area. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Divides an area among weights, the largest first, so that the parts are as
 * near to squares as they can be (Bruls, Huizing and van Wijk, 2000). What
 * weighs nothing gets nothing.
 */
export function squarify(
  weights: readonly number[],
  area: Rectangle,
): Rectangle[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) {
    return weights.map(() => ({ x: area.x, y: area.y, width: 0, height: 0 }));
  }
  const scale = (area.width * area.height) / total;
  const sizes = weights.map(weight => weight * scale);
  const parts: Rectangle[] = [];
  let left = area;
  while (parts.length < sizes.length) {
    const side = Math.min(left.width, left.height);
    const rest = sizes.slice(parts.length);
    let count = 1;
    while (
      count < rest.length &&
      worst(rest.slice(0, count + 1), side) <= worst(rest.slice(0, count), side)
    ) {
      count += 1;
    }
    const row = rest.slice(0, count);
    parts.push(...layRow(row, left));
    left = leftOf(row, left);
  }
  return parts;
}

/** How far the least square of a row is from a square; 1 is one. */
function worst(row: readonly number[], side: number): number {
  const depth = row.reduce((sum, size) => sum + size, 0) / side;
  return Math.max(
    ...row.map(size => {
      const length = size / depth;
      return Math.max(length / depth, depth / length);
    }),
  );
}

function layRow(row: readonly number[], area: Rectangle): Rectangle[] {
  const sum = row.reduce((all, size) => all + size, 0);
  const upright = area.width >= area.height;
  const depth = sum / (upright ? area.height : area.width) || 0;
  let offset = 0;
  return row.map(size => {
    const length = depth > 0 ? size / depth : 0;
    const part = upright
      ? { x: area.x, y: area.y + offset, width: depth, height: length }
      : { x: area.x + offset, y: area.y, width: length, height: depth };
    offset += length;
    return part;
  });
}

function leftOf(row: readonly number[], area: Rectangle): Rectangle {
  const sum = row.reduce((all, size) => all + size, 0);
  if (area.width >= area.height) {
    const depth = sum / area.height || 0;
    return { ...area, x: area.x + depth, width: area.width - depth };
  }
  const depth = sum / area.width || 0;
  return { ...area, y: area.y + depth, height: area.height - depth };
}
