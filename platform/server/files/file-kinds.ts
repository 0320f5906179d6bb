export const fileKinds = ['image', 'audio', 'video', 'document'] as const;
export type FileKind = (typeof fileKinds)[number];

export type AllowedType = {
  mime: string;
  kind: FileKind;
  /** The first is the one a stored name is given; all are left as they are. */
  extensions: readonly [string, ...string[]];
  /** May be shown inside a page: a browser runs nothing in it, whatever it holds. */
  inline: boolean;
};

const type = (
  kind: FileKind,
  mime: string,
  extensions: readonly [string, ...string[]],
  shown: 'inline' | 'download',
): AllowedType => ({ kind, mime, extensions, inline: shown === 'inline' });

const office = 'application/vnd.openxmlformats-officedocument';

/** Everything a customer or an agent may attach. What is not listed is refused, so nothing need be forbidden by name. */
export const allowedTypes: readonly AllowedType[] = [
  type('image', 'image/jpeg', ['jpg', 'jpeg', 'jfif'], 'inline'),
  type('image', 'image/png', ['png'], 'inline'),
  type('image', 'image/apng', ['apng', 'png'], 'inline'),
  type('image', 'image/gif', ['gif'], 'inline'),
  type('image', 'image/webp', ['webp'], 'inline'),
  type('image', 'image/avif', ['avif'], 'inline'),
  type('image', 'image/bmp', ['bmp'], 'inline'),
  type('image', 'image/heic', ['heic', 'heif'], 'download'),
  type('image', 'image/heif', ['heif', 'heic'], 'download'),
  type('image', 'image/tiff', ['tif', 'tiff'], 'download'),
  type('audio', 'audio/mpeg', ['mp3'], 'inline'),
  type('audio', 'audio/mp4', ['m4a'], 'inline'),
  type('audio', 'audio/aac', ['aac'], 'inline'),
  type('audio', 'audio/wav', ['wav'], 'inline'),
  type('audio', 'audio/ogg', ['ogg', 'oga', 'opus'], 'inline'),
  type('audio', 'audio/webm', ['weba', 'webm'], 'inline'),
  type('audio', 'audio/flac', ['flac'], 'inline'),
  type('audio', 'audio/amr', ['amr'], 'download'),
  type('audio', 'audio/3gpp', ['3ga', '3gp'], 'download'),
  type('video', 'video/mp4', ['mp4', 'm4v'], 'inline'),
  type('video', 'video/webm', ['webm'], 'inline'),
  type('video', 'video/ogg', ['ogv'], 'inline'),
  type('video', 'video/quicktime', ['mov'], 'inline'),
  type('video', 'video/3gpp', ['3gp'], 'download'),
  type('video', 'video/matroska', ['mkv'], 'download'),
  type('video', 'video/vnd.avi', ['avi'], 'download'),
  type('video', 'video/mpeg', ['mpg', 'mpeg'], 'download'),
  type('document', 'application/pdf', ['pdf'], 'download'),
  type('document', `${office}.wordprocessingml.document`, ['docx'], 'download'),
  type('document', `${office}.spreadsheetml.sheet`, ['xlsx'], 'download'),
  type('document', `${office}.presentationml.presentation`, ['pptx'], 'download'),
  type('document', 'application/vnd.oasis.opendocument.text', ['odt'], 'download'),
  type('document', 'application/vnd.oasis.opendocument.spreadsheet', ['ods'], 'download'),
  type('document', 'application/vnd.oasis.opendocument.presentation', ['odp'], 'download'),
  type('document', 'application/msword', ['doc', 'wps'], 'download'),
  type('document', 'application/vnd.ms-excel', ['xls', 'et'], 'download'),
  type('document', 'application/vnd.ms-powerpoint', ['ppt', 'dps'], 'download'),
  type('document', 'application/rtf', ['rtf'], 'download'),
  type('document', 'text/plain', ['txt', 'log', 'md'], 'download'),
  type('document', 'text/csv', ['csv'], 'download'),
];

const byMime = new Map(allowedTypes.map((allowed) => [allowed.mime, allowed]));

export const typeOfMime = (mime: string): AllowedType | undefined => byMime.get(mime);

export const extensionOf = (name: string): string => /\.([a-z0-9]{1,8})\s*$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** What a name or a sender's type claims to be, if it claims one of the kinds at all. */
export function claimedKind(name: string, declaredType: string | undefined): FileKind | undefined {
  const extension = extensionOf(name);
  const named = allowedTypes.find(({ extensions }) => extensions.includes(extension));
  if (named || extension !== '') return named?.kind;
  const said = (declaredType ?? '').split('/')[0] ?? '';
  return fileKinds.find((kind) => kind === said) ?? typeOfMime(declaredType ?? '')?.kind;
}
