// The lines of a text that hold something; ends of pages divide like lines.
export const paragraphs_of = (text: string): string[] => text.split(/[\r\n\f]+/).filter((line) => line.trim() !== '');
