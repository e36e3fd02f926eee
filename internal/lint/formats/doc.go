// Package formats writes the findings of lint: for a terminal, as JSON, as SARIF, and as annotations for GitHub Actions.
package formats
