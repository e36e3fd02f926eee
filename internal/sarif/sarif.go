// Package sarif has the parts of SARIF 2.1.0 that gherkind writes, for code scanning and editors. See
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
package sarif

import "net/url"

// Log is a whole file.
type Log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []Run  `json:"runs"`
}

// Run is what one tool has found.
type Run struct {
	Tool       Tool     `json:"tool"`
	ColumnKind string   `json:"columnKind,omitempty"`
	Results    []Result `json:"results"`
}

// Tool names the tool and its rules.
type Tool struct {
	Driver Driver `json:"driver"`
}

// Driver is the tool itself.
type Driver struct {
	Name  string `json:"name"`
	Rules []Rule `json:"rules"`
}

// Rule is one that results name by its ID.
type Rule struct {
	ID    string `json:"id"`
	Short Text   `json:"shortDescription"`
}

// Text is a message.
type Text struct {
	Text string `json:"text"`
}

// Result is one finding.
type Result struct {
	RuleID       string            `json:"ruleId"`
	Level        string            `json:"level"`
	Message      Text              `json:"message"`
	Locations    []Location        `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints,omitempty"`
}

// Location is where a result is.
type Location struct {
	Physical Physical `json:"physicalLocation"`
}

// Physical is a part of a file.
type Physical struct {
	Artifact Artifact `json:"artifactLocation"`
	Region   Region   `json:"region"`
}

// Artifact is a file.
type Artifact struct {
	URI string `json:"uri"`
}

// Region is lines and columns, from 1. EndColumn is behind the last character.
type Region struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

// New makes the file with one run. Columns are counted in characters.
func New(tool string) Log {
	run := Run{Tool: Tool{Driver{Name: tool, Rules: []Rule{}}}, ColumnKind: "unicodeCodePoints", Results: []Result{}}
	return Log{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []Run{run}}
}

// At is a place in a file.
func At(file string, region Region) []Location {
	region.StartLine = max(region.StartLine, 1)
	return []Location{{Physical{Artifact{(&url.URL{Path: file}).String()}, region}}}
}

// Define adds a rule, once.
func (r *Run) Define(id, short string) {
	for _, rule := range r.Tool.Driver.Rules {
		if rule.ID == id {
			return
		}
	}
	r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, Rule{id, Text{short}})
}
