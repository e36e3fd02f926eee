// Package translate turns tests of Chainsaw and KUTTL into features and manifests.
//
// Each test becomes a feature with one scenario. What has no equivalent is never left out silently: it is written into the
// scenario as a comment, and listed with its file, line and reason.
package translate
