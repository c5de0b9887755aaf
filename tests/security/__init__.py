"""The promises of SECURITY.md, each seen to hold in a real terminal, and each with a control that fails without it."""
