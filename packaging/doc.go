// Package packaging has what releases are made with: the completion scripts, the container image and the GitHub Action. Its tests
// compare these files, and those in the root that name them, with each other.
package packaging
