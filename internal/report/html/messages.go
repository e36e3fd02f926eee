package html

import (
	"embed"
	"io/fs"
)

//go:embed zh-CN.yaml
var messages embed.FS

// Messages has what this package says in other languages.
func Messages() fs.FS { return messages }
