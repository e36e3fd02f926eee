package explain

import (
	"embed"
	"io/fs"
)

//go:embed zh-CN
var messages embed.FS

// Messages has what this package says in other languages.
func Messages() fs.FS { return messages }
