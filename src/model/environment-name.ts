/** Names of environments do not differ by case on the forge (GitHub documentation, "Managing environments"). */
export const isSameEnvironment = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
