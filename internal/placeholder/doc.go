// Package placeholder has the typed placeholders of the vocabulary: which texts {name} or {status} may be in a step, and
// how they are parsed.
package placeholder
