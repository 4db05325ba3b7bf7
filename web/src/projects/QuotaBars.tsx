import { Grid, GridItem, Progress, ProgressMeasureLocation, ProgressVariant } from '@patternfly/react-core';
import type { Quota } from '../api/types';
import { bytes, share } from '../shell/format';

const whole = (value: number) => String(value);
const mebibyte = 1024 ** 2;

/** Everything that a quota counts, in the order in which people run out of it. */
function lines(quota: Quota) {
  const { limits, used } = quota;
  return [
    { id: 'machines', title: 'Machines', used: used.machines, limit: limits.machines, text: whole },
    { id: 'vcpus', title: 'Processors', used: used.vcpus, limit: limits.vcpus, text: whole },
    {
      id: 'memory',
      title: 'Memory',
      used: used.memoryMiB * mebibyte,
      limit: limits.memoryMiB === undefined ? undefined : limits.memoryMiB * mebibyte,
      text: bytes,
    },
    { id: 'disk', title: 'Disk', used: used.diskBytes, limit: limits.diskBytes, text: bytes },
    { id: 'images', title: 'Images', used: used.images, limit: limits.images, text: whole },
  ];
}

/** What a project takes of what it may take: a bar for each thing with a limit, else the amount alone. */
export function QuotaBars({ quota, limitedOnly = false }: { quota: Quota; limitedOnly?: boolean }) {
  const shown = lines(quota).filter((line) => !limitedOnly || line.limit !== undefined);
  if (shown.length === 0) return <p className="pando-secondary">No limits.</p>;
  return (
    <Grid hasGutter data-testid="quota">
      {shown.map(({ id, title, used, limit, text }) => (
        <GridItem key={id} span={12}>
          {limit === undefined ? (
            <p>
              <strong>{title}</strong> <span className="pando-secondary">{text(used)}, no limit</span>
            </p>
          ) : (
            <Progress
              id={`quota-${id}`}
              title={title}
              value={share(used, limit)}
              label={`${text(used)} of ${text(limit)}, ${text(Math.max(0, limit - used))} left`}
              valueText={`${text(used)} of ${text(limit)}`}
              measureLocation={ProgressMeasureLocation.top}
              variant={
                used >= limit ? ProgressVariant.danger : share(used, limit) >= 90 ? ProgressVariant.warning : undefined
              }
              size="sm"
            />
          )}
        </GridItem>
      ))}
    </Grid>
  );
}
