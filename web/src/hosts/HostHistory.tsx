import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import type { HostSample } from '../api/types';
import { pointInTime } from '../shell/format';
import { useHistory } from './calls';
import { curve } from './curve';

const lines: { label: string; value: (sample: HostSample) => number | undefined }[] = [
  { label: 'Processors', value: (sample) => sample.loadPercent },
  { label: 'Memory', value: (sample) => sample.memoryPercent },
  { label: 'Pool', value: (sample) => sample.poolPercent },
];

/** How a host was during the last hour: a small plot for each thing that can run out, with its last value in words. */
export function HostHistory({ id }: { id: string }) {
  const history = useHistory(id);
  const samples = history.data?.samples ?? [];
  const first = samples[0];
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h3">In use lately</CardTitle>
      <CardBody>
        {first === undefined ? (
          <p className="pando-secondary">Nothing has been seen yet since the server was started.</p>
        ) : (
          <>
            {lines.map(({ label, value }) => {
              const values = samples.map(value);
              const last = values.at(-1);
              const text = last === undefined ? 'not known' : `${Math.round(last)}%`;
              return (
                <div key={label} className="pando-plot">
                  <span>
                    {label}: {text}
                  </span>
                  <svg
                    viewBox="0 0 100 100"
                    preserveAspectRatio="none"
                    role="img"
                    aria-label={`${label} in use, lately between ${bounds(values)}`}
                  >
                    {curve(values).map((points) => (
                      <polyline key={points} points={points} vectorEffect="non-scaling-stroke" />
                    ))}
                  </svg>
                </div>
              );
            })}
            <p className="pando-secondary">Since {pointInTime(first.at)}, 0 to 100%.</p>
          </>
        )}
      </CardBody>
    </Card>
  );
}

function bounds(values: (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0
    ? 'unknown bounds'
    : `${Math.round(Math.min(...known))} and ${Math.round(Math.max(...known))}%`;
}
