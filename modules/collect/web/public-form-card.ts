type Lines = { readonly company: string; readonly label: string; readonly number: string; readonly link: string };

const width = 720;
const height = 400;
const sans = '"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif';

/** A link has no spaces to break at. */
const chunks = (text: string, size: number): string[] => text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];

/** The number as a picture among the others on the phone: found again when the page is long gone. */
export const saveNumberCard = (lines: Lines, fileName: string): void => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const style = getComputedStyle(document.documentElement);
  const ink = (token: string): string => style.getPropertyValue(token).trim();
  pen.fillStyle = ink('--surface');
  pen.fillRect(0, 0, width, height);
  const line = (text: string, y: number, font: string, color: string): void => {
    pen.font = `${font} ${sans}`;
    pen.fillStyle = ink(color);
    pen.fillText(text, 48, y, width - 96);
  };
  line(lines.company, 76, '600 28px', '--text');
  line(lines.label, 140, '24px', '--text2');
  line(lines.number, 222, '600 72px', '--accent');
  chunks(lines.link, 52).forEach((part, index) => line(part, 290 + index * 32, '22px', '--text2'));
  const link = document.createElement('a');
  link.download = fileName;
  link.href = canvas.toDataURL('image/png');
  link.click();
};
