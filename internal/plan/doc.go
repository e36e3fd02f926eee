// Package plan loads features, checks every step and manifest, and selects what a run consists of.
package plan
