/** Something that the palette offers. */
export interface Offer {
  id: string;
  group: 'Machines' | 'Images' | 'Pages' | 'Actions';
  label: string;
  /** Further words by which it is found. */
  words?: string;
  /** Why it cannot be chosen now. */
  reason?: string;
  choose: () => void;
}

/** The offers that hold every word that was typed; those that begin with it come first. */
export function matching(offers: Offer[], typed: string): Offer[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return offers;
  const text = (offer: Offer) => `${offer.label} ${offer.words ?? ''}`.toLowerCase();
  const rank = (offer: Offer) => (offer.label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return offers
    .filter((offer) => words.every((word) => text(offer).includes(word)))
    .sort((one, other) => rank(one) - rank(other));
}
