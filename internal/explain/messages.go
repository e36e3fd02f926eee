package explain

import (
	"embed"
	"io/fs"
)

//go:embed zh-CN
var messages embed.FS

// Messages returns the translations of this package's texts.
func Messages() fs.FS { return messages }
