/** Dimensions of a text vector: the latent ones, then the hashed ones, a power of two. */
export const TEXT_DIMENSIONS = 384;
export const LATENT_DIMENSIONS = 128;
