package formats

import (
	"net/url"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// The parts of SARIF 2.1.0 that are used, see https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Short sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

// sarif has the survivors as warnings, each on the line of its manifest.
func sarif(r *mutate.Report) ([]byte, error) {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "gherkind mutate", Rules: []sarifRule{}}}, Results: []sarifResult{}}
	known := map[string]bool{}
	for _, e := range r.Of(mutate.Survived) {
		if !known[e.Operator] {
			known[e.Operator] = true
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{e.Operator, sarifText{e.Attacks}})
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: e.Operator, Level: "warning", Message: sarifText{plaintext.Lines(e.Sentence(), maxText)},
			Locations: []sarifLocation{{sarifPhysical{
				sarifArtifact{(&url.URL{Path: e.File}).String()}, sarifRegion{max(e.Line, 1), e.Column},
			}}},
			Fingerprints: map[string]string{"mutant/v1": e.ID},
		})
	}
	return indented(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}
