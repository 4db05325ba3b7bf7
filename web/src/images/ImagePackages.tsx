import { Card, CardBody, CardTitle, Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { Image } from '../api/types';
import { Fetched } from '../shell/Fetched';
import { ListPagination } from '../shell/ListPagination';
import { slice, useListParameters } from '../shell/listParameters';
import { ListSearch } from '../shell/ListSearch';
import { usePackages } from './calls';

/** The packages that are installed on the image's disk. */
export function ImagePackages({ image }: { image: Image }) {
  const { parameters, change } = useListParameters('name');
  const packages = usePackages(image, { query: parameters.query || undefined, ...slice(parameters) });
  return (
    <Card component="section">
      <CardTitle component="h2">Packages</CardTitle>
      <CardBody>
        <Toolbar inset={{ default: 'insetNone' }}>
          <ToolbarContent>
            <ToolbarItem>
              <ListSearch what="packages" parameters={parameters} change={change} />
            </ToolbarItem>
            <ToolbarItem variant="pagination" align={{ default: 'alignEnd' }}>
              <ListPagination total={packages.data?.total} parameters={parameters} change={change} />
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Fetched query={packages} what="The packages">
          {(page) =>
            page.total === 0 ? (
              <p className="pando-secondary">
                {parameters.query
                  ? 'No package matches. Clear the search to see all.'
                  : 'None are known. Have the disk looked at on the tab Inside.'}
              </p>
            ) : (
              <Table aria-label="Packages" variant="compact" gridBreakPoint="grid-md" data-testid="packages">
                <Thead>
                  <Tr>
                    <Th>Name</Th>
                    <Th>Version</Th>
                    <Th>Architecture</Th>
                  </Tr>
                </Thead>
                <Tbody>
                  {page.items.map((each) => (
                    <Tr key={`${each.name} ${each.version} ${each.architecture}`}>
                      <Td dataLabel="Name">{each.name}</Td>
                      <Td dataLabel="Version">{each.version}</Td>
                      <Td dataLabel="Architecture">{each.architecture}</Td>
                    </Tr>
                  ))}
                </Tbody>
              </Table>
            )
          }
        </Fetched>
      </CardBody>
    </Card>
  );
}
