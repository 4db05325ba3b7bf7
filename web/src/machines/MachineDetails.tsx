import { Card, CardBody, CardTitle, DescriptionList, Grid, GridItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { Machine } from '../api/types';
import { Fact } from '../shell/Fact';
import { mebibytes, pointInTime } from '../shell/format';
import { Since } from '../shell/Since';
import { usePlacement } from './calls';
import { stateLabels } from './machineState';

export function MachineDetails({ machine }: { machine: Machine }) {
  return (
    <Grid hasGutter>
      <GridItem span={12} lg={6}>
        <Card isFullHeight component="section">
          <CardTitle component="h2">Machine</CardTitle>
          <CardBody>
            <DescriptionList isHorizontal isCompact>
              <Fact term="State">
                {stateLabels[machine.state]}
                {machine.stateSeenAt && (
                  <span className="pando-secondary">
                    {' '}
                    · seen <Since instant={machine.stateSeenAt} />
                  </span>
                )}
              </Fact>
              <Fact term="Owner">{machine.owner.displayName}</Fact>
              <Fact term="Project">
                <Link to={`/projects/${machine.project.id}`}>{machine.project.name}</Link>
              </Fact>
              <Fact term="Image">
                <Link to={`/images/${machine.imageId}`}>{machine.image}</Link>
              </Fact>
              <Fact term="Copy">{machine.copy === 'LINKED' ? 'Linked to the image' : 'Full'}</Fact>
              <Fact term="Processors">{machine.vcpus}</Fact>
              <Fact term="Memory">{mebibytes(machine.memoryMiB)}</Fact>
              <Fact term="Created">
                <Since instant={machine.createdAt} />
              </Fact>
              <Fact term="Lifetime">
                {machine.expiresAt === undefined ? (
                  'Without an end'
                ) : (
                  <>
                    Until {pointInTime(machine.expiresAt)}
                    <span className="pando-secondary">
                      {' '}
                      · <Since instant={machine.expiresAt} />
                    </span>
                  </>
                )}
              </Fact>
              <Fact term="Labels">{machine.labels.length === 0 ? 'None' : machine.labels.join(', ')}</Fact>
            </DescriptionList>
          </CardBody>
        </Card>
      </GridItem>
      <GridItem span={12} lg={6}>
        <Card isFullHeight component="section">
          <CardTitle component="h2">In the guest and on the host</CardTitle>
          <CardBody>
            <DescriptionList isHorizontal isCompact>
              <Fact term="Host name">{machine.hostname ?? 'Not known'}</Fact>
              <Fact term="Account">{machine.account ?? 'None was made'}</Fact>
              <Fact term={machine.addresses.length > 1 ? 'Addresses' : 'Address'}>
                {machine.addresses.length > 0 ? machine.addresses.join(', ') : 'None yet'}
              </Fact>
              <Fact term="Host">
                <Link to={`/hosts/${machine.hostId}`}>{machine.host}</Link>
              </Fact>
              <WhyThere id={machine.id} />
              <Fact term="Domain">
                <code className="pando-code">{machine.domain}</code>
              </Fact>
              <Fact term="UUID">
                <code className="pando-code">{machine.uuid}</code>
              </Fact>
              <Fact term="Disk">
                <code className="pando-code">{machine.disk}</code>
              </Fact>
            </DescriptionList>
          </CardBody>
        </Card>
      </GridItem>
    </Grid>
  );
}

/** What spoke for the machine's host, and what against the others, when it was asked for. */
function WhyThere({ id }: { id: string }) {
  const decision = usePlacement(id).data?.decision;
  const best = decision?.ranking[0];
  if (!decision || !best) return null;
  return (
    <Fact term="Why there">
      {best.lines
        .filter((line) => line.weight > 0)
        .map((line) => line.text)
        .join('; ')}
      {decision.refused.map((refused) => (
        <span key={refused.host} className="pando-secondary pando-block">
          Not {refused.host}: {refused.reasons.map((reason) => reason.text).join('; ')}
        </span>
      ))}
    </Fact>
  );
}
