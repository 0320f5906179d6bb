/** Written as the reason of closing, so that lists and figures tell a merged ticket from a solved one. */
export const mergedReason = 'merged';
