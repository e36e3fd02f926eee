package cli

import "embed"

//go:embed zh-CN
var messages embed.FS
