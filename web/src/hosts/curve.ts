/**
 * The points of a line through values from 0 to 100, for a drawing of 100 by 100 with the origin at the top left. Values that are not
 * known leave gaps: one list of points for each piece.
 */
export function curve(values: (number | undefined)[]): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  const end = () => {
    if (piece.length > 0) pieces.push(piece.join(' '));
    piece = [];
  };
  values.forEach((value, index) => {
    if (value === undefined) {
      end();
      return;
    }
    const across = values.length === 1 ? 100 : (100 * index) / (values.length - 1);
    const down = 100 - Math.min(100, Math.max(0, value));
    piece.push(`${across.toFixed(2)},${down.toFixed(2)}`);
  });
  end();
  return pieces;
}
