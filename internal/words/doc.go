// Package words holds what sentences of several packages are made with: a number with its noun, and the known word that
// was most likely meant by an unknown one.
package words
