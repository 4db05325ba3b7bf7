import { createContext, useContext } from 'react';
import type { Rights } from './roles';

/** What the person may do to whom the pages within it are shown: nothing, until somebody says otherwise. */
export const RightsContext = createContext<Rights>({ administrator: false, mayMakeProjects: false });

export const useRights = (): Rights => useContext(RightsContext);
