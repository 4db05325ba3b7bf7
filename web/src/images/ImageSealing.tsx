import { Card, CardBody, CardTitle, DescriptionList } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { Image } from '../api/types';
import { Fact } from '../shell/Fact';
import { Fetched } from '../shell/Fetched';
import { Since } from '../shell/Since';
import { useSealing } from './calls';

const initSystems: Record<string, string> = { systemd: 'systemd', openrc: 'OpenRC', busybox: 'BusyBox init' };

/** What was stripped of a staged image. */
export function ImageSealing({ image }: { image: Image }) {
  const sealing = useSealing(image);
  if (!image.staged || image.state !== 'READY') {
    return <p className="pando-secondary">It is sealed while it is being staged.</p>;
  }
  return (
    <Card component="section">
      <CardTitle component="h2">Sealing</CardTitle>
      <CardBody>
        <Fetched query={sealing} what="The report">
          {(data) => (
            <>
              <DescriptionList isHorizontal isCompact className="pando-gap">
                <Fact term="Model">
                  <Link to={`/images/${image.staged?.modelId ?? ''}`}>{data.model}</Link>, version {data.version}
                </Fact>
                <Fact term="Sealed">
                  <Since instant={data.sealedAt} />
                </Fact>
                <Fact term="First boot">
                  Started by {initSystems[data.initSystem] ?? data.initSystem}
                  {data.cloudInit && ', with cloud-init'}
                </Fact>
              </DescriptionList>
              <Table aria-label="What was stripped" variant="compact" gridBreakPoint="grid-md" data-testid="sealing">
                <Thead>
                  <Tr>
                    <Th>Operation</Th>
                    <Th>Stripped</Th>
                  </Tr>
                </Thead>
                <Tbody>
                  {data.operations.map((each) => (
                    <Tr key={each.name}>
                      <Td dataLabel="Operation">{each.title}</Td>
                      <Td dataLabel="Stripped">{each.stripped === 0 ? 'nothing there' : each.stripped}</Td>
                    </Tr>
                  ))}
                </Tbody>
              </Table>
            </>
          )}
        </Fetched>
      </CardBody>
    </Card>
  );
}
