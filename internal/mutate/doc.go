// Package mutate finds out what the scenarios of a suite would not notice: it breaks their manifests, one change at a time,
// and runs the scenarios that use the manifest.
//
// # The way of a mutant
//
// [NewSuite] finds the manifests of the scenarios, each a file or a doc string. [Run] runs the scenarios as they are first;
// those that do not pass are left out. Package operator makes the mutants. Of each, the API server is asked whether it
// would take it; then the scenarios that use the manifest run one after the other, until one notices. A failure counts when
// it certainly depends on the mutant, or when a second run fails, too. A mutant that none has noticed is a survivor when
// all of them have passed once more.
package mutate
