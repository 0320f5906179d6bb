import { Drawer as AntDrawer, type DrawerProps } from 'antd';
import type { ReactElement } from 'react';
import { useUnsaved } from './unsaved.ts';

/** Beside the page. Escape, the cross and a click beside ask first where something was filled in. */
export const Drawer = ({
  onClose,
  children,
  ...rest
}: DrawerProps & { readonly onClose: () => void }): ReactElement => {
  const { watch, leave } = useUnsaved(onClose);
  return (
    <AntDrawer {...rest} onClose={leave}>
      <div style={{ display: 'contents' }} ref={watch}>
        {children}
      </div>
    </AntDrawer>
  );
};
