// Package plan loads features, checks every step and manifest, and selects the scenarios of a run.
package plan
