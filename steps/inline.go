package steps

import "github.com/gherkind/gherkind/steps/step"

// yamlOf is the text of a doc string as a file would have it. Gherkin leaves away the end of its last line, which a
// block that stands there would lack.
func yamlOf(doc step.DocString) string { return doc.Text + "\n" }
