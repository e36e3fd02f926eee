// Package record watches a namespace while a person works in it with kubectl, and writes the feature and the manifests that do the
// same.
//
// What a person does is told from what controllers do by owners and by the managers of fields. It becomes a step: an object that
// is made, a manifest that is applied; one that changes, scaled, restarted, an image set or patched; one that goes, deleted. When
// nothing changes any more, what has come of it becomes the checks.
package record
