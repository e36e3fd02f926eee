// Package bilingual says an English step in another language of the catalogue.
package bilingual
