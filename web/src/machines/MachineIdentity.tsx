import { Alert, EmptyState, EmptyStateBody, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { RequestError } from '../api/problem';
import type { Certificate, Comparison, Machine } from '../api/types';
import { Fetched } from '../shell/Fetched';
import { count } from '../shell/format';
import { Since } from '../shell/Since';
import { useCertificate } from './calls';

/** The identity certificate: what shows that a machine is its own and nobody's double. */
export function MachineIdentity({ machine }: { machine: Machine }) {
  const certificate = useCertificate(machine.id);
  if (certificate.error instanceof RequestError && certificate.error.status === 404 && certificate.data === undefined) {
    return (
      <EmptyState headingLevel="h2" titleText="No certificate yet" data-testid="no-certificate">
        <EmptyStateBody>
          The last step of making a machine reads its identifiers from the guest and the host and compares them with
          those of its master and of the other machines made from it.{' '}
          {machine.busy && 'The certificate appears here when that is done.'}
        </EmptyStateBody>
      </EmptyState>
    );
  }
  return (
    <Fetched query={certificate} what="The identity certificate">
      {(data) => <CertificateView certificate={data} />}
    </Fetched>
  );
}

function CertificateView({ certificate }: { certificate: Certificate }) {
  const distinct = certificate.verdict === 'DISTINCT';
  return (
    <>
      <Alert
        component="p"
        isInline
        variant={distinct ? 'success' : 'danger'}
        title={distinct ? 'This machine shares no identifier' : 'This machine shares identifiers'}
        className="pando-gap"
        data-testid="certificate-verdict"
        data-verdict={certificate.verdict}
      >
        <p>{certificate.summary}</p>
        <p>
          Compared with the master {certificate.master} and {count(certificate.siblings, 'other machine')} made from it.
          Read <Since instant={certificate.readAt} />.
        </p>
      </Alert>
      <Table aria-label="Identifiers" variant="compact" gridBreakPoint="grid-md" data-testid="certificate">
        <Thead>
          <Tr>
            <Th modifier="nowrap">Identifier</Th>
            <Th modifier="nowrap">Said by</Th>
            <Th>This machine</Th>
            <Th>Master {certificate.master}</Th>
            <Th modifier="nowrap">Result</Th>
          </Tr>
        </Thead>
        <Tbody>
          {certificate.comparisons.map((comparison) => (
            <Tr key={comparison.field} data-field={comparison.field}>
              <Td dataLabel="Identifier">{comparison.title}</Td>
              <Td dataLabel="Said by">{comparison.source}</Td>
              <Td dataLabel="This machine" modifier="breakWord">
                <Values values={comparison.own} />
              </Td>
              <Td dataLabel="Master" modifier="breakWord">
                <Values values={comparison.masters} />
              </Td>
              <Td dataLabel="Result">
                <Result comparison={comparison} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}

function Values({ values }: { values: string[] }) {
  if (values.length === 0) return <span className="pando-secondary">none</span>;
  return values.map((value) => (
    <code key={value} className="pando-code pando-block">
      {value}
    </code>
  ));
}

function Result({ comparison }: { comparison: Comparison }) {
  if (comparison.result === 'DISTINCT') {
    return (
      <Label isCompact status="success">
        Its own
      </Label>
    );
  }
  if (comparison.result === 'ABSENT')
    return (
      <Label isCompact color="grey">
        Not there
      </Label>
    );
  return (
    <>
      <Label isCompact status="danger">
        Shared
      </Label>
      <span className="pando-block pando-secondary">with {comparison.sharedWith.join(', ')}</span>
    </>
  );
}
