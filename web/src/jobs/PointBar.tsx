import { Progress, ProgressMeasureLocation, ProgressSize } from '@patternfly/react-core';

/** How many points something has beside the most. */
export function PointBar({ points, most, label }: { points: number; most: number; label: string }) {
  return (
    <Progress
      value={most > 0 ? (100 * points) / most : 0}
      size={ProgressSize.sm}
      measureLocation={ProgressMeasureLocation.outside}
      label={String(Math.round(points))}
      valueText={`${Math.round(points)} points`}
      aria-label={label}
    />
  );
}
