// Package record watches a namespace while somebody works in it with kubectl, and writes a feature and manifests that do the
// same.
//
// Owners and field managers show what the user does and what controllers do. Every action of the user becomes a step: a new
// object is applied from a manifest; a changed one is scaled, restarted, patched or gets another image; a removed one is deleted.
// When nothing changes any more, the results become checks.
package record
