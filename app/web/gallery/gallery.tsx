import type { ReactElement } from 'react';

const Gallery = (): ReactElement => <main />;
export default Gallery;
