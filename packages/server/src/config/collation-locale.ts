/**
 * What a name of `setlocale` says about the order of texts.
 *
 * @param name `de_DE`, `de_DE.UTF-8`, `de_DE@phonebook`; `C`, `POSIX` and nothing at all stand for the order of bytes
 * @returns a BCP 47 tag; null for the order of bytes; undefined if there is no such locale
 */
export function localeTag(name: string): string | null | undefined {
  const [language] = name.split(/[.@]/, 1);
  if (language === '' || language === 'C' || language === 'POSIX') return null;
  try {
    return Intl.Collator.supportedLocalesOf([language.replaceAll('_', '-')])[0];
  } catch {
    // It is not even written as one.
    return undefined;
  }
}

const collators = new Map<string, Intl.Collator | undefined>();

/** Compares as `locale-collate` says; undefined: by bytes. */
export function collatorOf(localeCollate: string): Intl.Collator | undefined {
  if (!collators.has(localeCollate)) {
    const tag = localeTag(localeCollate);
    collators.set(localeCollate, tag == null ? undefined : new Intl.Collator(tag));
  }
  return collators.get(localeCollate);
}
