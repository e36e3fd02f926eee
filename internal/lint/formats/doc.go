// Package formats writes what lint has found: for a terminal, as JSON, as SARIF, and as annotations for GitHub Actions.
package formats
