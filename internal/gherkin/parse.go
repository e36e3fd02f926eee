package gherkin

import (
	"bufio"
	"bytes"
	"fmt"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/rules"
)

// parse reads one feature; nil with problems if it cannot be read.
func parse(uri string, data []byte) (*Feature, Problems) {
	source := bytes.TrimPrefix(data, []byte("\ufeff")) // editors on Windows often write it; the parser does not know it
	if problems := unreadable(uri, source); problems != nil {
		return nil, problems
	}
	if problems := scan(uri, source); problems != nil {
		return nil, problems // what the parser says about the same lines would only confuse
	}
	ids := &messages.Incrementing{}
	doc, err := parseDocument(source, ids)
	if err != nil {
		return nil, translate(uri, source, err)
	}
	if doc.Feature == nil {
		return nil, Problems{{URI: uri, Message: "the file has no feature", Suggestion: `begin it with a line such as "Feature: Pods"`, Rule: rules.Syntax}}
	}
	doc.Uri = uri
	f := &Feature{
		URI: uri, Name: doc.Feature.Name, Language: doc.Feature.Language, Source: source, Document: doc,
		all: gherkin.Pickles(*doc, uri, ids.NewId),
	}
	f.Pickles = f.pickles()
	return f, nil
}

// parseDocument calls the parser as godog does, so that the ids will be the same.
func parseDocument(source []byte, ids *messages.Incrementing) (doc *messages.GherkinDocument, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser panicked: %v", p)
		}
	}()
	return gherkin.ParseGherkinDocumentForLanguage(bytes.NewReader(source), gherkin.DefaultDialect, ids.NewId)
}

// unreadable reports what the parser cannot handle at all. On a line of 64 KiB it panics.
func unreadable(uri string, source []byte) Problems {
	var problems Problems
	number := 0
	for line := range bytes.Lines(source) {
		number++
		if !utf8.Valid(line) {
			return append(problems, Problem{
				URI: uri, Line: number, Message: "the file is not UTF-8 text", Suggestion: "save it as UTF-8", Rule: rules.Syntax,
			})
		}
		if len(line) >= bufio.MaxScanTokenSize {
			problems = append(problems, Problem{
				URI: uri, Line: number, Message: fmt.Sprintf("the line is %d bytes long, more than the parser can take", len(line)),
				Suggestion: "move the text to its own file and name that in the step", Rule: rules.Syntax,
			})
		}
	}
	return problems
}

// Parse parses the text of one feature. The error is [Problems].
func Parse(uri string, data []byte) (*Feature, error) {
	f, problems := parse(uri, data)
	return f, problems.err()
}
