package format

import (
	"encoding/json"
	"fmt"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// said returns the content of a document: its syntax tree without locations, and without the white space around the lines of
// descriptions and comments.
func said(d *messages.GherkinDocument) string {
	data, err := json.Marshal(d)
	if err != nil {
		return err.Error()
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return err.Error()
	}
	var b strings.Builder
	tell(&b, "", tree)
	return b.String()
}

// tell writes a part of the tree.
func tell(b *strings.Builder, key string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range parts {
			if inner, has := v[name]; has {
				fmt.Fprintf(b, "%s(", name)
				tell(b, name, inner)
				b.WriteString(")")
			}
		}
	case []any:
		for _, inner := range v {
			tell(b, key, inner)
			b.WriteString(",")
		}
	case string:
		if key == "description" || key == "text" && strings.HasPrefix(strings.TrimSpace(v), "#") {
			v = strings.Join(strings.Fields(v), " ")
		}
		if key != "content" && key != "value" {
			v = trim(v)
		}
		fmt.Fprintf(b, "%q", v)
	}
}

// parts are the keys of a syntax tree that belong to the content.
var parts = strings.Fields("feature rule background scenario children tags keyword keywordType language name description steps text docString " +
	"delimiter mediaType content dataTable rows cells value examples tableHeader tableBody comments")
