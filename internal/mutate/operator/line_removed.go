package operator

import (
	"fmt"
	"strings"
)

var lineRemoved = Operator{
	Name:    "line-removed",
	Doc:     "Removes a line from a short text in a ConfigMap or a Secret, unless the line opens or closes a block.",
	Attacks: "Each line of the configuration does something that is checked.",
	Kinds:   []string{"ConfigMap", "Secret"},
	Weight:  40,
	Example: Example{
		Manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  web.conf: |
    server {
      listen 8080;
      return 404;
    }
`,
		Mutants: []string{
			`web.conf of configmap "settings" lacks: listen 8080;
-      listen 8080;
`,
			`web.conf of configmap "settings" lacks: return 404;
-      return 404;
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, field := range []string{"data", "stringData"} {
			if field == "data" && obj.Kind == "Secret" {
				continue // in base64
			}
			for _, f := range obj.Get(field).Fields() {
				all = append(all, withoutLines(obj, f)...)
			}
		}
		return all
	},
}

// maxConfigLines is up to how many lines a text is assumed to be entirely relevant.
const maxConfigLines = 20

func withoutLines(obj *Object, f Field) []Change {
	list := strings.SplitAfter(f.Text(), "\n")
	if !f.IsText() || len(list) < 3 || len(list) > maxConfigLines {
		return nil
	}
	var all []Change
	for i, line := range list {
		text := strings.TrimSpace(line)
		if text == "" || strings.HasPrefix(text, "#") || !balanced(text) {
			continue
		}
		left := strings.Join(list[:i], "") + strings.Join(list[i+1:], "")
		if obj.Kind == "Secret" { // reports must not contain its lines
			text = fmt.Sprintf("line %d", i+1)
		}
		all = append(all, f.Becomes(left, fmt.Sprintf("%s of %s lacks: %s", f.Name, obj.Ref(), text), ""))
	}
	return all
}

// balanced reports whether all brackets in a line are closed.
func balanced(line string) bool {
	for _, pair := range []string{"{}", "()", "[]", "<>"} {
		if strings.Count(line, pair[:1]) != strings.Count(line, pair[1:]) {
			return false
		}
	}
	return strings.Count(line, `"`)%2 == 0 && strings.Count(line, "'")%2 == 0
}
