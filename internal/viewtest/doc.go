// Package viewtest makes views and scenarios of YAML documents, for tests of what reads them.
package viewtest
