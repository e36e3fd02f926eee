// Package mutate finds out what the scenarios of a suite would not notice: it breaks their manifests, one change at a time,
// and runs the scenarios that use the manifest.
//
// # How a mutant is tried
//
// [NewSuite] finds the manifests of the scenarios, each a file or a doc string. [Run] first runs the unmodified scenarios;
// those that do not pass are left out. Package operator creates the mutants. The API server is asked whether it would accept
// each of them; then the scenarios that use the manifest run one after the other, until one notices. A failure counts if
// it certainly depends on the mutant, or if a second run fails, too. A mutant that no scenario has noticed survives
// after all of them have passed once more.
package mutate
