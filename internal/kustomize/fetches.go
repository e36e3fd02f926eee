package kustomize

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// remote matches what the library would download: a URL, or a git repository in any notation.
var remote = regexp.MustCompile(`^(?:[a-z][a-z0-9+.-]*://|git::|[A-Za-z0-9_.-]+@[^/]+:|(?:[a-z0-9-]+\.)*(?:github|gitlab|bitbucket)\.[a-z]+[/:])|\?(?:.*&)?(?:ref|version)=|\.git(?:/|$|\?)`)

// fields are the fields of a kustomization that refer to files or folders.
var fields = []string{"resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators"}

// fetches reports what a kustomization would download, before the library does.
func fetches(file string, data []byte) *Error {
	var root yaml.Node
	if yaml.Unmarshal(data, &root) != nil || len(root.Content) == 0 {
		return nil //nolint:nilerr // the library reports what is wrong
	}
	for i := 0; i+1 < len(root.Content[0].Content); i += 2 {
		key, value := root.Content[0].Content[i], root.Content[0].Content[i+1]
		switch {
		case key.Value == "helmCharts" || key.Value == "helmChartInflationGenerator":
			return fileerror.At(file, key.Line, key.Value+": charts in kustomizations are not built; list the chart in addition to the kustomization")
		case value.Kind != yaml.SequenceNode:
			continue
		}
		if found := fetchedBy(file, key.Value, value); found != nil {
			return found
		}
	}
	return nil
}

func fetchedBy(file, key string, list *yaml.Node) *Error {
	for _, item := range list.Content {
		text := item.Value
		if item.Kind == yaml.MappingNode { // a patch in a separate file
			text = pathOf(item)
		} else if !slices.Contains(fields, key) {
			continue
		}
		if remote.MatchString(strings.TrimSpace(text)) {
			return fileerror.At(file, item.Line, fmt.Sprintf("%s is not in the project, and nothing is downloaded: copy it into a folder, and use that", text))
		}
	}
	return nil
}

// pathOf returns the path in a list item.
func pathOf(item *yaml.Node) string {
	for i := 0; i+1 < len(item.Content); i += 2 {
		if item.Content[i].Value == "path" {
			return item.Content[i+1].Value
		}
	}
	return ""
}
