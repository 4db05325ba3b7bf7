import { Alert, ClipboardCopy, ClipboardCopyVariant } from '@patternfly/react-core';

/** Recovery codes, which are shown once. */
export function RecoveryCodeList({ codes }: { codes: string[] }) {
  return (
    <>
      <Alert component="p" isInline variant="warning" title="They are shown this once" className="pando-gap">
        Keep them on paper. Each signs you in once when the phone is lost.
      </Alert>
      <ul className="pando-codes" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <ClipboardCopy
        isReadOnly
        variant={ClipboardCopyVariant.inline}
        hoverTip="Copy all"
        clickTip="Copied"
        copyAriaLabel="Copy all recovery codes"
        textAriaLabel="Recovery codes"
      >
        {codes.join(' ')}
      </ClipboardCopy>
    </>
  );
}
