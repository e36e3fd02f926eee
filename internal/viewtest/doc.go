// Package viewtest creates views and scenarios from YAML documents, for tests of code that reads them.
package viewtest
