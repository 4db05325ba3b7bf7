import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import UserIcon from '@patternfly/react-icons/dist/esm/icons/user-icon';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { signOut, useUser } from '../access/session';
import { useNotices } from './notices';
import { setTheme, useTheme, type Theme } from './theme';

const PasswordDialog = lazy(() =>
  import('../access/PasswordDialog').then((module) => ({ default: module.PasswordDialog })),
);

const themes: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function AccountMenu() {
  const user = useUser();
  const theme = useTheme();
  const navigate = useNavigate();
  const { tellProblem } = useNotices();
  const [open, setOpen] = useState(false);
  const [changing, setChanging] = useState(false);
  return (
    <>
      <Dropdown
        isOpen={open}
        onSelect={() => setOpen(false)}
        onOpenChange={setOpen}
        shouldFocusToggleOnSelect
        popperProps={{ position: 'right', appendTo: 'inline' }}
        toggle={(toggle) => (
          <MenuToggle
            ref={toggle}
            isExpanded={open}
            onClick={() => setOpen(!open)}
            icon={<UserIcon />}
            aria-label={`Account of ${user.displayName}`}
            data-testid="account-menu"
          >
            {user.displayName}
          </MenuToggle>
        )}
      >
        <DropdownList>
          <DropdownItem onClick={() => void navigate('/account')}>Account</DropdownItem>
          <DropdownItem onClick={() => void navigate('/tokens')}>API tokens</DropdownItem>
          <DropdownItem onClick={() => setChanging(true)}>Change password</DropdownItem>
        </DropdownList>
        <Divider />
        <DropdownGroup label="Theme" labelHeadingLevel="h2">
          <DropdownList>
            {(Object.keys(themes) as Theme[]).map((each) => (
              <DropdownItem
                key={each}
                isSelected={each === theme}
                onClick={() => setTheme(each)}
                data-testid={`theme-${each}`}
              >
                {themes[each]}
              </DropdownItem>
            ))}
          </DropdownList>
        </DropdownGroup>
        <Divider />
        <DropdownList>
          <DropdownItem
            onClick={() => void signOut().catch((error: unknown) => tellProblem(error, 'You were not signed out'))}
            data-testid="sign-out"
          >
            Sign out
          </DropdownItem>
        </DropdownList>
      </Dropdown>
      <Suspense>{changing && <PasswordDialog user={user} onClose={() => setChanging(false)} />}</Suspense>
    </>
  );
}
